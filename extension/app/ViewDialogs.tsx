import { BatchPanel } from '../redispatch/batch/BatchPanel.tsx';
import { DoctorDialog } from './doctor/DoctorDialog.tsx';
import { usePanelState } from './state/panelState.tsx';
import { ShortcutsSheet } from './ShortcutsSheet.tsx';

/** The dialog that is open over the views, if any. */
export function ViewDialogs() {
  const { dialog, setDialog } = usePanelState();
  const close = () => setDialog(null);
  switch (dialog?.kind) {
    case undefined:
      return null;
    case 'batch':
      return <BatchPanel start={dialog.start} onClose={close} />;
    case 'doctor':
      return <DoctorDialog onClose={close} />;
    case 'shortcuts':
      return <ShortcutsSheet onClose={close} />;
  }
}
