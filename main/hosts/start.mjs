// `npm start`.
import './require-node.mjs';

const { start } = await import('./launch/start.ts');
await start(process.argv.slice(2));
