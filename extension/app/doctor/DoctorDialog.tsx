import { useDoctor } from '../../data/doctor.ts';
import { refusalMessage } from '../../data/connection/refusal.ts';
import { Loading } from '../../panel/Loading.tsx';
import { Dialog } from '../../ui/overlay/Dialog.tsx';
import { LoadError } from '../../ui/notice/Notice.tsx';
import { DoctorFindings } from './DoctorFindings.tsx';
import { DoctorRoutes } from './DoctorRoutes.tsx';
import { DoctorTypes } from './DoctorTypes.tsx';

/** Says whether webhooks arrive, what became of them, and what to do. */
export function DoctorDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Doctor" wide onClose={onClose}>
      <DoctorReport onClose={onClose} />
    </Dialog>
  );
}

function DoctorReport({ onClose }: { onClose: () => void }) {
  const report = useDoctor();
  if (report.status === 'error') return <LoadError error={refusalMessage(report.error)} />;
  if (report.status === 'pending') return <Loading text="Examining the deployment…" />;
  const { findings, routes, types } = report.data;
  return (
    <div className="flex flex-col gap-4">
      <DoctorFindings findings={findings} onLeave={onClose} />
      <DoctorRoutes routes={routes} />
      <DoctorTypes types={types} />
    </div>
  );
}
