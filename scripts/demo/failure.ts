/** A failure that is shown as a sentence; for all others the stack is shown, too. */
export class DemoFailed extends Error {}
