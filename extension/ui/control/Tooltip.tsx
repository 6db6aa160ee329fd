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
import { overlayContainer } from '../layout/overlayContainer.ts';

const HOVER_FOR_MS = 500;

/** The last pressed key; null if none was pressed since the page got the focus. */
const LastKey = createContext<RefObject<string | null>>({ current: null });

/** Wraps everything that has tooltips, once. */
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
 * assistive technology at all times. It costs ten times as much as the button, so the cells of the
 * timeline, which Tab does not reach, have a `title` instead.
 */
export function Tooltip({
  hint,
  children,
}: {
  hint: string;
  children: ReactElement<ComponentProps<'button'>>;
}) {
  const lastKey = useContext(LastKey);
  // Determined on opening, as in Menu.
  const [container, setContainer] = useState<HTMLElement | null>(null);
  const isOpen = container !== null;
  const { 'aria-label': name, 'aria-expanded': expanded } = children.props;

  useEffect(() => {
    if (!isOpen) return;
    const close = () => setContainer(null);
    const onKeyDown = ({ key }: KeyboardEvent) => key === 'Escape' && close();
    // In the capture phase, before anything can stop them.
    window.addEventListener('keydown', onKeyDown, true);
    window.addEventListener('pointerdown', close, true);
    return () => {
      window.removeEventListener('keydown', onKeyDown, true);
      window.removeEventListener('pointerdown', close, true);
    };
  }, [isOpen]);

  /** Opens only for Tab: not for the pointer, nor when a closed overlay returns the focus. */
  function onFocus(event: FocusEvent<HTMLElement>) {
    const byTab = lastKey.current === 'Tab' || lastKey.current === null;
    if (!byTab || !event.currentTarget.matches(':focus-visible')) event.preventDefault();
  }

  return (
    <Radix.Root
      open={isOpen}
      // While its menu is open, the tooltip would cover the menu.
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
 * Does not pass its element to Radix, which would make it the layer that handles Escape. Whether a
 * dialog or menu below could handle the same key would then depend on the renders in between.
 */
function Hint({ ref: _ref, ...props }: ComponentProps<'div'>) {
  return (
    <div
      {...props}
      className="max-w-xs rounded-sm border border-hairline bg-bg shadow-over px-1.5 py-0.5 wrap-anywhere text-text"
    />
  );
}
