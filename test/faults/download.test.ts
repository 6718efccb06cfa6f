import { describeMatrix } from './describeMatrix';

describeMatrix('download');
