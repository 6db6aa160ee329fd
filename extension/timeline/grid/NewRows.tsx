import { useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { Button } from '../../ui/control/Button.tsx';

/**
 * Shows the rows that wait. It appears in the half of the list in which the pointer is not, so that
 * a click on a row never hits it instead.
 *
 * @param pointerY where the pointer is, in pixels from the top of the page
 */
export function NewRows({
  count,
  pointerY,
  onShow,
}: {
  count: number;
  pointerY: RefObject<number>;
  onShow: () => void;
}) {
  const place = useRef<HTMLDivElement>(null);
  const [isBelow, setBelow] = useState(false);
  useLayoutEffect(() => {
    const { top, height } = place.current!.parentElement!.getBoundingClientRect();
    const y = pointerY.current - top;
    setBelow(y >= 0 && y < height / 2);
  }, [pointerY]);
  return (
    <div
      ref={place}
      className={`absolute left-1/2 z-10 -translate-x-1/2 ${isBelow ? 'bottom-4' : 'top-7'}`}
    >
      <Button look="primary" onClick={onShow}>
        {count.toLocaleString('en')} new
      </Button>
    </div>
  );
}
