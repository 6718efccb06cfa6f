// n8n's engine logs every failed node to the console, and most of these tests let the node fail.
process.env.N8N_LOG_LEVEL ??= 'silent';
