import '../../app/theme.css';
import { createRoot } from 'react-dom/client';
import { App } from '../../app/App.tsx';
import { readLink } from '../../panel/link.ts';
import { devtoolsPage } from './devtoolsPage.ts';
import { followTheme } from './followTheme.ts';

followTheme(document.documentElement);
createRoot(document.getElementById('root')!).render(
  <App link={readLink(location.hash)} page={devtoolsPage()} />,
);
