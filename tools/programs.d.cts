/** The path of an installed program, of PostgreSQL the folder; undefined if there is none. */
type Find = () => string | undefined;
export declare const findChromium: Find;
export declare const findGraphicsMagick: Find;
export declare const findRedis: Find;
export declare const findPostgres: Find;
export declare const findSetpriv: Find;
