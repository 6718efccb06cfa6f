/**
 * Loaded into n8n before all other code (`node --require`). If the process that started n8n ends, even
 * by a crash, the IPC channel between them closes, and n8n exits, too.
 */
process.once('disconnect', () => {
	process.kill(process.pid, 'SIGTERM');
	setTimeout(() => process.exit(1), 5_000).unref();
});
