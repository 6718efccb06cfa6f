import { describeMatrix } from './describeMatrix';

describeMatrix('read');
