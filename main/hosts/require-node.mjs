// Imported first by whatever a user starts. Plain JavaScript that an old Node can read, so that it can say what is wrong instead of
// failing on the first type. Node 22.18 is the first that runs TypeScript as it is; below 22 the SQLite module does not fail but
// takes the process down.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `Onefold needs Node 22.18 or newer; this is Node ${process.versions.node}. Nothing was started and nothing was changed.\n` +
      'Run it through npm after "npm ci" (on Linux and Windows that brings its own Node 24), or install Node 24.\n',
  );
  process.exit(78); // EX_CONFIG of sysexits.h
}
