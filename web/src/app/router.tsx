import { createBrowserRouter, Navigate, type RouteObject } from 'react-router';
import { RequireSession } from '@/access/RequireSession';
import { Loading } from '@/components/states';
import { PageError } from './PageError';
import { Shell } from './shell/Shell';

type Page = { Component: React.ComponentType };

/** A page is its own chunk: `lazy(() => import('…'), 'NamePage')`. */
const lazy = <Name extends string>(load: () => Promise<Record<Name, React.ComponentType>>, name: Name) => ({
  lazy: async (): Promise<Page> => ({ Component: (await load())[name] }),
});

const settings: RouteObject[] = [
  { index: true, element: <Navigate to="organisation" replace /> },
  { path: 'organisation', ...lazy(() => import('@/scoring/setting/OrganisationPage'), 'OrganisationPage') },
  { path: 'people', ...lazy(() => import('@/access/people/PeoplePage'), 'PeoplePage') },
  { path: 'keys', ...lazy(() => import('@/access/key/KeysPage'), 'KeysPage') },
  { path: 'cards', ...lazy(() => import('@/scoring/card/CardsPage'), 'CardsPage') },
  { path: 'cards/:key/edit', ...lazy(() => import('@/scoring/card/edit/EditCardPage'), 'EditCardPage') },
  { path: 'cards/:key', ...lazy(() => import('@/scoring/card/CardPage'), 'CardPage') },
  { path: 'matrices', ...lazy(() => import('@/scoring/matrices/MatricesPage'), 'MatricesPage') },
  {
    path: 'matrices/:key',
    ...lazy(() => import('@/scoring/matrices/MatrixEditPage'), 'MatrixEditPage'),
  },
  { path: 'mail', ...lazy(() => import('@/notify/MailPage'), 'MailPage') },
  { path: 'audit', ...lazy(() => import('@/access/audit/AuditPage'), 'AuditPage') },
  { path: 'jobs', ...lazy(() => import('@/jobs/JobsPage'), 'JobsPage') },
];

const events: RouteObject[] = [
  { index: true, element: <Navigate to="sources" replace /> },
  { path: 'sources', ...lazy(() => import('@/intake/event/source/SourcesPage'), 'SourcesPage') },
  { path: 'live', ...lazy(() => import('@/intake/event/live/LivePage'), 'LivePage') },
  { path: 'catalogue', ...lazy(() => import('@/intake/event/catalogue/CataloguePage'), 'CataloguePage') },
  { path: 'set-aside', ...lazy(() => import('@/intake/event/aside/AsidePage'), 'AsidePage') },
  { path: 'rules', ...lazy(() => import('@/intake/event/aside/RulesPage'), 'RulesPage') },
  { path: 'traits', ...lazy(() => import('@/intake/event/traits/TraitsPage'), 'TraitsPage') },
  { path: 'sources/:key', ...lazy(() => import('@/intake/event/source/SourcePage'), 'SourcePage') },
];

const surveys: RouteObject[] = [
  { path: 'surveys', ...lazy(() => import('@/action/survey/SurveyListPage'), 'SurveyListPage') },
  { path: 'survey-results', ...lazy(() => import('@/scoring/survey/ResultsPage'), 'ResultsPage') },
  {
    path: 'survey-settings',
    ...lazy(() => import('@/action/survey/settings/SurveySettingsPage'), 'SurveySettingsPage'),
  },
  { path: 'surveys/:key/edit', ...lazy(() => import('@/action/survey/setup/SetupPage'), 'SetupPage') },
  { path: 'surveys/:key', ...lazy(() => import('@/action/survey/one/SurveyPage'), 'SurveyPage') },
  {
    path: 'questionnaires',
    ...lazy(() => import('@/facts/survey/InstrumentsPage'), 'InstrumentsPage'),
  },
  {
    path: 'questionnaires/:id/edit',
    ...lazy(() => import('@/facts/survey/edit/EditInstrumentPage'), 'EditInstrumentPage'),
  },
  {
    path: 'questionnaires/:id',
    ...lazy(() => import('@/facts/survey/InstrumentPage'), 'InstrumentPage'),
  },
];

const forecast: RouteObject[] = [
  { index: true, element: <Navigate to="renewals" replace /> },
  { path: 'renewals', ...lazy(() => import('@/forecast/renewals/RenewalsPage'), 'RenewalsPage') },
  { path: 'revenue', ...lazy(() => import('@/forecast/revenue/RevenuePage'), 'RevenuePage') },
  { path: 'retention', ...lazy(() => import('@/forecast/retention/RetentionPage'), 'RetentionPage') },
  { path: 'value', ...lazy(() => import('@/forecast/value/ValuePage'), 'ValuePage') },
  { path: 'risk', ...lazy(() => import('@/forecast/risk/RiskPage'), 'RiskPage') },
  { path: 'risk/models', ...lazy(() => import('@/forecast/risk/model/ModelsPage'), 'ModelsPage') },
  { path: 'risk/models/:id', ...lazy(() => import('@/forecast/risk/model/ModelPage'), 'ModelPage') },
  { path: 'arithmetic', ...lazy(() => import('@/forecast/arithmetic/ArithmeticPage'), 'ArithmeticPage') },
];

const pages: RouteObject[] = [
  { index: true, element: <Navigate to="/portfolio" replace /> },
  { path: 'portfolio', ...lazy(() => import('@/scoring/portfolio/PortfolioPage'), 'PortfolioPage') },
  { path: 'matrix', ...lazy(() => import('@/scoring/matrix/MatrixPage'), 'MatrixPage') },
  { path: 'prospects', ...lazy(() => import('@/scoring/prospect/ProspectsPage'), 'ProspectsPage') },
  { path: 'changes', ...lazy(() => import('@/scoring/ledger/ChangesPage'), 'ChangesPage') },
  { path: 'compare', ...lazy(() => import('@/scoring/compare/ComparePage'), 'ComparePage') },
  { path: 'segments', ...lazy(() => import('@/scoring/segment/SegmentsPage'), 'SegmentsPage') },
  { path: 'segments/:key', ...lazy(() => import('@/scoring/segment/SegmentPage'), 'SegmentPage') },
  {
    path: 'segment-editor',
    ...lazy(() => import('@/scoring/segment/SegmentEditorPage'), 'SegmentEditorPage'),
  },
  {
    path: 'segment-report',
    ...lazy(() => import('@/scoring/segment/SegmentReportPage'), 'SegmentReportPage'),
  },
  { path: 'accounts/:key', ...lazy(() => import('@/facts/account/AccountPage'), 'AccountPage') },
  {
    path: 'accounts/:key/interview',
    ...lazy(() => import('@/facts/assessment/interview/InterviewPage'), 'InterviewPage'),
  },
  { path: 'import', ...lazy(() => import('@/intake/ImportPage'), 'ImportPage') },
  { path: 'dictionary/new', ...lazy(() => import('@/scoring/metric/own/OwnMetricPage'), 'OwnMetricPage') },
  {
    path: 'dictionary/:id/change',
    ...lazy(() => import('@/scoring/metric/own/OwnMetricPage'), 'OwnMetricPage'),
  },
  { path: 'dictionary', ...lazy(() => import('@/scoring/metric/MetricsPage'), 'MetricsPage') },
  { path: 'events', ...lazy(() => import('@/intake/event/EventsPage'), 'EventsPage'), children: events },
  { ...lazy(() => import('@/action/survey/SurveysPage'), 'SurveysPage'), children: surveys },
  { path: 'forecast', ...lazy(() => import('@/forecast/ForecastPage'), 'ForecastPage'), children: forecast },
  { path: 'lab', ...lazy(() => import('@/forecast/lab/LabPage'), 'LabPage') },
  { path: 'settings', ...lazy(() => import('./settings/SettingsPage'), 'SettingsPage'), children: settings },
  { path: '*', ...lazy(() => import('./NotFoundPage'), 'NotFoundPage') },
];

export const router = createBrowserRouter([
  {
    errorElement: <PageError />,
    hydrateFallbackElement: <Loading label="Opening Ripen" />,
    children: [
      { path: 'login', ...lazy(() => import('@/access/LoginPage'), 'LoginPage') },
      {
        element: <RequireSession />,
        children: [
          { path: 'password', ...lazy(() => import('@/access/PasswordPage'), 'PasswordPage') },
          { element: <Shell />, children: [{ errorElement: <PageError />, children: pages }] },
        ],
      },
    ],
  },
]);
