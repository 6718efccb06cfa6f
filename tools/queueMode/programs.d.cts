export declare function findRedis(): string | undefined;
export declare function findPostgres(): string | undefined;
export declare function findSetpriv(): string | undefined;
