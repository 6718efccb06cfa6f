/** The bytes as text, one character each. */
export function latin1(bytes: DataView, at = 0, length = bytes.byteLength - at): string {
	const codes = Array.from({ length }, (_, i) => bytes.getUint8(at + i));
	return String.fromCharCode(...codes);
}
