import { histogramItem } from '../../panel/settings.ts';
import { useStored } from '../../panel/useStored.ts';
import { useMediaQuery } from '../../ui/layout/useMediaQuery.ts';

/** True if the histogram is shown. Until the user chooses, it is shown if there is room. */
export function useHistogramShown(): { shown: boolean; toggle: () => void } {
  const [decided = null, store] = useStored(histogramItem, { follow: true });
  const isSmall = useMediaQuery('(max-height: 360px), (max-width: 480px)');
  const shown = decided ?? !isSmall;
  return { shown, toggle: () => store(!shown) };
}
