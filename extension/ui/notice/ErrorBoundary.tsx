import { Component, type ReactNode } from 'react';
import { EmptyState } from './EmptyState.tsx';
import { Failure } from './Failure.tsx';

interface State {
  error: Error | null;
  /** The value at the last render. */
  resetOn: unknown;
}

/**
 * Catches a view's error, shows it, and offers to copy it and to try again. It tries again by
 * itself when `resetOn` changes, which stands for what the view shows.
 */
export class ErrorBoundary extends Component<
  { what: string; resetOn?: unknown; children: ReactNode },
  State
> {
  override state: State = { error: null, resetOn: undefined };

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  static getDerivedStateFromProps({ resetOn }: { resetOn?: unknown }, last: State) {
    return resetOn === last.resetOn ? null : { error: null, resetOn };
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <section aria-label="Error" className="h-full">
        <EmptyState title={`${this.props.what} stopped with an error`}>
          <Failure
            message={error.message}
            // Firefox's stack does not begin with the message.
            copied={`${error.message}\n${error.stack ?? ''}`}
            onRetry={() => this.setState({ error: null })}
          />
        </EmptyState>
      </section>
    );
  }
}
