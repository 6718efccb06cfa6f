import { describeMatrix } from './describeMatrix';

describeMatrix('get many');
