import { describeMatrix } from './describeMatrix';

describeMatrix('list');
