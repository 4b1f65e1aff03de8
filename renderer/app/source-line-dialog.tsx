import { Modal } from '../design/modal.tsx';
import { ValueOriginPanel } from './value-origin.tsx';

/** The very line of the file that a value comes from; an amount unless another field is asked for. */
export function SourceLineDialog({
  recordId,
  field = 'amount',
  title,
  zone,
  onClose,
}: {
  recordId: number;
  field?: string;
  title: string;
  zone: string;
  onClose: () => void;
}) {
  return (
    <Modal title={title} onClose={onClose}>
      <ValueOriginPanel recordId={recordId} field={field} zone={zone} />
    </Modal>
  );
}
