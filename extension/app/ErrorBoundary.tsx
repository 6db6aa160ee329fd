import { Component, type ReactNode } from 'react';
import { EmptyState } from './EmptyState.tsx';
import { Failure } from './Failure.tsx';

/** Catches what a view throws: says what it was, and offers to copy it and to try again. */
export class ErrorBoundary extends Component<
  { what: string; children: ReactNode },
  { error: Error | null }
> {
  override state = { error: null as Error | null };

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
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
