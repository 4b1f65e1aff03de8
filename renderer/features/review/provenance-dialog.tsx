import { ValueOriginPanel } from '../../app/value-origin.tsx';
import { Modal } from '../../design/modal.tsx';

/** Where a value of the grid comes from: the very line of the file. */
export function ProvenanceDialog({
  recordId,
  field,
  label,
  zone,
  onClose,
}: {
  recordId: number;
  field: string;
  label: string;
  zone: string;
  onClose: () => void;
}) {
  return (
    <Modal title={label} onClose={onClose}>
      <ValueOriginPanel recordId={recordId} field={field} zone={zone} />
    </Modal>
  );
}
