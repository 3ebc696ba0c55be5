// Starts the database of the folder given as a process of its own, prints what came of it as a line of JSON, and with
// `hold` stays until it is killed; else it stops what it started.
import { isEmbeddedFault, startEmbedded } from '#embedded';

const [dataDir, mode] = process.argv.slice(2);
const database = await startEmbedded({ dataDir });
process.stdout.write(`${JSON.stringify({ pid: process.pid, ...database })}\n`);
if (mode === 'hold') setInterval(() => {}, 1_000);
else if (!isEmbeddedFault(database)) await database.stop();
