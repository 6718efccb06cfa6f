import { describeMatrix } from './describeMatrix';

describeMatrix('upload');
