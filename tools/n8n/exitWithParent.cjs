/**
 * Loaded into n8n first (`node --require`): when the process that started it ends, by any signal or
 * crash, the channel between the two closes, and n8n exits, too.
 */
process.once('disconnect', () => {
	process.kill(process.pid, 'SIGTERM');
	setTimeout(() => process.exit(1), 5_000).unref();
});
