import { ValueOriginPanel } from '../../app/value-origin.tsx';
import { Modal } from '../../design/modal.tsx';

/** The line of the file that an amount comes from. */
export function OriginDialog({
  recordId,
  title,
  zone,
  onClose,
}: {
  recordId: number;
  title: string;
  zone: string;
  onClose: () => void;
}) {
  return (
    <Modal title={title} onClose={onClose}>
      <ValueOriginPanel recordId={recordId} field="amount" zone={zone} />
    </Modal>
  );
}
