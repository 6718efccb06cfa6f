import { describeMatrix } from './describeMatrix';

describeMatrix('get credits');
describeMatrix('minimum credits');
