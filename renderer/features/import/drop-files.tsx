import { FileDown } from 'lucide-react';
import { useEffect, useState } from 'react';
import './drop-files.css';
import { useImportFiles } from './begin-import.ts';

/** Files may be dropped anywhere on the window; the veil says what will happen. */
export function DropFiles({ bookName }: { bookName: string | null }) {
  const [over, setOver] = useState(false);
  const importFiles = useImportFiles(bookName !== null);

  useEffect(() => {
    // dragenter and dragleave come in pairs for every element passed; only the outermost pair counts.
    let depth = 0;
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
    const enter = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth += 1;
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth -= 1;
      if (depth <= 0) {
        depth = 0;
        setOver(false);
      }
    };
    const move = (event: DragEvent) => {
      if (carriesFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      importFiles([...(event.dataTransfer?.files ?? [])]);
    };
    const page = document;
    page.addEventListener('dragenter', enter);
    page.addEventListener('dragleave', leave);
    page.addEventListener('dragover', move);
    page.addEventListener('drop', drop);
    return () => {
      page.removeEventListener('dragenter', enter);
      page.removeEventListener('dragleave', leave);
      page.removeEventListener('dragover', move);
      page.removeEventListener('drop', drop);
    };
  }, [importFiles]);

  if (!over) return null;
  return (
    <div className="drop-veil" aria-hidden="true">
      <div>
        <FileDown />
        <strong>{bookName === null ? 'Drop to start a book with these files' : `Drop to import into ${bookName}`}</strong>
        <span className="muted">You see what each file holds before anything is added.</span>
      </div>
    </div>
  );
}
