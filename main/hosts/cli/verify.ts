import { accepted, type CliApp } from './app.ts';
import type { Command } from './arguments.ts';
import { count } from './book.ts';
import type { ExitCode } from './exit-code.ts';
import type { Output } from './output.ts';

/** Only reads, so that it works on a book that is open elsewhere or that the app would refuse. */
export async function verify(command: Extract<Command, { name: 'verify' }>, app: CliApp, output: Output): Promise<ExitCode> {
  const { path, head, against } = command;
  const report = accepted(await app.client.log.verifyFile({ path, head, against }));
  output.result(report, [
    report.verdict,
    `${count(report.entries, 'entry', 'entries')}, ${count(report.payloads, 'source record')}, head ${report.head}`,
    ...report.findings.map((finding) => `- ${finding}`),
  ]);
  return report.exit;
}
