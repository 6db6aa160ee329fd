import { Tooltip as Radix } from 'radix-ui';
import {
  createContext,
  useContext,
  useEffect,
  useRef,
  useState,
  type ComponentProps,
  type FocusEvent,
  type ReactElement,
  type ReactNode,
  type RefObject,
} from 'react';
import { overlayContainer } from './overlayContainer.ts';

const HOVER_FOR_MS = 500;

/** The key that was pressed last; null when none was since the page got the focus. */
const LastKey = createContext<RefObject<string | null>>({ current: null });

/** Once around all that has tooltips. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  const lastKey = useRef<string | null>(null);
  useEffect(() => {
    const onKeyDown = ({ key }: KeyboardEvent) => (lastKey.current = key);
    const onBlur = () => (lastKey.current = null);
    window.addEventListener('keydown', onKeyDown, true);
    window.addEventListener('blur', onBlur);
    return () => {
      window.removeEventListener('keydown', onKeyDown, true);
      window.removeEventListener('blur', onBlur);
    };
  }, []);
  return (
    <Radix.Provider delayDuration={HOVER_FOR_MS} skipDelayDuration={0} disableHoverableContent>
      <LastKey value={lastKey}>{children}</LastKey>
    </Radix.Provider>
  );
}

/**
 * Says more about a button while the pointer rests on it or Tab has reached it, and describes it to
 * assistive technology at all times. It costs ten times the button itself: the cells of the timeline,
 * which Tab does not reach, have a `title`.
 */
export function Tooltip({
  hint,
  children,
}: {
  hint: string;
  children: ReactElement<ComponentProps<'button'>>;
}) {
  const lastKey = useContext(LastKey);
  // Asked for at opening, as a menu does.
  const [container, setContainer] = useState<HTMLElement | null>(null);
  const isOpen = container !== null;
  const { 'aria-label': name, 'aria-expanded': expanded } = children.props;

  useEffect(() => {
    if (!isOpen) return;
    const close = () => setContainer(null);
    const onKeyDown = ({ key }: KeyboardEvent) => key === 'Escape' && close();
    // Before anything can stop them.
    window.addEventListener('keydown', onKeyDown, true);
    window.addEventListener('pointerdown', close, true);
    return () => {
      window.removeEventListener('keydown', onKeyDown, true);
      window.removeEventListener('pointerdown', close, true);
    };
  }, [isOpen]);

  /** Not by the pointer, and not by what closed and gave the focus back. */
  function onFocus(event: FocusEvent<HTMLElement>) {
    const byTab = lastKey.current === 'Tab' || lastKey.current === null;
    if (!byTab || !event.currentTarget.matches(':focus-visible')) event.preventDefault();
  }

  return (
    <Radix.Root
      open={isOpen}
      // Its open menu would be covered.
      onOpenChange={(open) => setContainer(open && !expanded ? overlayContainer() : null)}
    >
      <Radix.Trigger asChild aria-description={hint === name ? undefined : hint} onFocus={onFocus}>
        {children}
      </Radix.Trigger>
      {isOpen && (
        <Radix.Portal container={container}>
          <div className="pointer-events-none fixed z-30">
            <Radix.Content asChild side="bottom" sideOffset={4} collisionPadding={4}>
              <Hint>{hint}</Hint>
            </Radix.Content>
          </div>
        </Radix.Portal>
      )}
    </Radix.Root>
  );
}

/**
 * Keeps its element from Radix, which would make it the layer that hears Escape: whether a dialog or
 * menu below could hear the same key would depend on what is drawn in between.
 */
function Hint({ ref: _ref, ...props }: ComponentProps<'div'>) {
  return (
    <div
      {...props}
      className="max-w-xs rounded-sm border border-hairline bg-bg px-1.5 py-0.5 wrap-anywhere text-text"
    />
  );
}
