/** A definition as a PDF. The writer and its fonts are loaded by the first workpaper, not with the thread. */
import { writeFile } from 'node:fs/promises';
import type { TDocumentDefinitions } from 'pdfmake/interfaces.js';

/** Nothing is fetched and no file is read: fonts come out of the app, and texts of a book name no pictures. */
const NOTHING = (): boolean => false;

/** The writer's own files in memory, which its types leave out. */
interface WithFiles {
  readonly virtualfs: { writeFileSync(name: string, content: Buffer): void };
}

export async function writePdf(definition: TDocumentDefinitions, path: string): Promise<void> {
  const [{ default: pdfmake }, { default: fonts }] = await Promise.all([import('pdfmake'), import('pdfmake/build/vfs_fonts.js')]);
  pdfmake.setUrlAccessPolicy(NOTHING);
  pdfmake.setLocalAccessPolicy(NOTHING);
  const { virtualfs } = pdfmake as typeof pdfmake & WithFiles;
  for (const [name, base64] of Object.entries(fonts)) virtualfs.writeFileSync(name, Buffer.from(base64, 'base64'));
  pdfmake.setFonts({
    Roboto: {
      normal: 'Roboto-Regular.ttf',
      bold: 'Roboto-Medium.ttf',
      italics: 'Roboto-Italic.ttf',
      bolditalics: 'Roboto-MediumItalic.ttf',
    },
  });
  await writeFile(path, await pdfmake.createPdf(definition).getBuffer());
}
