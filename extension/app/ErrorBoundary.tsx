import { Component, type ReactNode } from 'react';
import { Button } from './Button.tsx';
import { EmptyState } from './EmptyState.tsx';

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
      <EmptyState title={`${this.props.what} stopped with an error`}>
        <p role="alert" className="max-w-xl break-words">
          {error.message}
        </p>
        <div className="flex gap-2">
          <Button onClick={() => void navigator.clipboard.writeText(error.stack ?? error.message)}>
            Copy the error
          </Button>
          <Button look="primary" onClick={() => this.setState({ error: null })}>
            Try again
          </Button>
        </div>
      </EmptyState>
    );
  }
}
