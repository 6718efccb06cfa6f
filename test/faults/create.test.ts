import { describeMatrix } from './describeMatrix';

describeMatrix('create');
