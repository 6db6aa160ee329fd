/** The page of peers.bench.ts: one tool at a time, with as many entries as it is asked for. */
import { createDevTools } from '@redux-devtools/core';
import { InspectorMonitor } from '@redux-devtools/inspector-monitor';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { ReactQueryDevtoolsPanel } from '@tanstack/react-query-devtools/production';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { createStore } from 'redux';

/** Each returns functions that show the tool and that add an entry. */
const tools = {
  redux(bodies) {
    const DevTools = createDevTools(createElement(InspectorMonitor, { theme: 'nicinabox' }));
    const newest = (state = {}, { body }) => (body === undefined ? state : body);
    const store = createStore(newest, DevTools.instrument({ maxAge: 10_000_000 }));
    const add = (body) => store.dispatch({ type: body.type, body });
    for (const body of bodies) add(body);
    return { view: () => createElement(DevTools, { store }), add };
  },
  tanstack(bodies) {
    const client = new QueryClient();
    let n = 0;
    const add = (body) => client.setQueryData([body.type, (n += 1)], body);
    for (const body of bodies) add(body);
    const view = () =>
      createElement(
        QueryClientProvider,
        { client },
        createElement(ReactQueryDevtoolsPanel, { style: { height: '900px' } }),
      );
    return { view, add };
  },
};

let tool;

globalThis.fill = (name, body, count) => {
  const bodies = Array.from({ length: count }, (_, n) => ({
    ...body,
    data: { ...body.data, id: `user_${n}` },
  }));
  tool = tools[name](bodies);
};

globalThis.open = () => {
  const root = document.createElement('div');
  root.style.height = '900px';
  document.body.append(root);
  createRoot(root).render(tool.view());
};

globalThis.append = (body) => void tool.add(body);
