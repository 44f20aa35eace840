import { lazy } from 'react';
import { Admin, CustomRoutes } from 'react-admin';
import { BrowserRouter, Navigate, Route } from 'react-router-dom';
import { dataProvider } from './api/data-provider.js';
import { i18nProvider } from './i18n/i18n-provider.js';
import { authProvider } from './session/auth-provider.js';
import { SignInPage } from './session/sign-in-page.js';
import { Layout } from './shell/layout.js';
import { NotFoundPage } from './shell/states.js';
import { darkTheme, lightTheme } from './theme/theme.js';

const HomePage = lazy(() => import('./home/home-page.js'));
const IncidentsPage = lazy(() => import('./incidents/incidents-page.js'));
const IncidentPage = lazy(() => import('./incidents/incident-page.js'));
const CustomerPage = lazy(() => import('./customers/customer-page.js'));
const PoliciesPage = lazy(() => import('./policies/policies-page.js'));
const PolicyPage = lazy(() => import('./policies/policy-page.js'));
const AuditPage = lazy(() => import('./audit/audit-page.js'));
const BillingPage = lazy(() => import('./billing/billing-page.js'));
const CreditPage = lazy(() => import('./billing/credit-page.js'));
const SettingsPage = lazy(() => import('./settings/settings-page.js'));
const ImportsPage = lazy(() => import('./imports/imports-page.js'));
const ImportPage = lazy(() => import('./imports/import-page.js'));
const PolicyEditorPage = lazy(() => import('./policies/policy-editor-page.js'));
const OffersPage = lazy(() => import('./offers/offers-page.js'));
const OutreachPage = lazy(() => import('./outreach/outreach-page.js'));
const ClaimsPage = lazy(() => import('./claims/claims-page.js'));
const ClaimPage = lazy(() => import('./claims/claim-page.js'));
const OutboxPage = lazy(() => import('./outreach/outbox-page.js'));
const RepliesPage = lazy(() => import('./outreach/replies-page.js'));
const CasePage = lazy(() => import('./outreach/case-page.js'));
const OfferPage = lazy(() => import('./offers/offer-page.js'));

/** Every page, by its address. A page is loaded when it is first opened. */
export function App() {
  return (
    <BrowserRouter>
      <Admin
        dataProvider={dataProvider}
        authProvider={authProvider}
        i18nProvider={i18nProvider}
        theme={lightTheme}
        darkTheme={darkTheme}
        layout={Layout}
        loginPage={SignInPage}
        catchAll={NotFoundPage}
        requireAuth
        disableTelemetry
        title="Amends"
      >
        <CustomRoutes>
          <Route path="/" element={<HomePage />} />
          <Route path="/incidents" element={<IncidentsPage />} />
          <Route path="/incidents/:id/:tab?" element={<IncidentPage />} />
          <Route path="/customers/:externalId" element={<CustomerPage />} />
          <Route path="/policies" element={<PoliciesPage />} />
          <Route path="/policies/:code" element={<PolicyPage />} />
          <Route path="/policies/:code/new" element={<PolicyEditorPage />} />
          <Route path="/outreach" element={<OutreachPage />} />
          <Route path="/outreach/claims" element={<ClaimsPage />} />
          <Route path="/outreach/claims/:id" element={<ClaimPage />} />
          <Route path="/outreach/mails" element={<OutboxPage />} />
          <Route path="/outreach/replies" element={<RepliesPage />} />
          <Route path="/outreach/:id" element={<CasePage />} />
          <Route path="/offers" element={<OffersPage />} />
          <Route path="/offers/incident/:incidentId" element={<OffersPage />} />
          <Route path="/offers/:id" element={<OfferPage />} />
          <Route path="/settings" element={<Navigate to="/settings/company" replace />} />
          <Route path="/settings/imports" element={<ImportsPage />} />
          <Route path="/settings/imports/:id" element={<ImportPage />} />
          <Route path="/settings/:tab" element={<SettingsPage />} />
          <Route path="/settings/audit" element={<AuditPage />} />
          <Route path="/billing/:tab?" element={<BillingPage />} />
          <Route path="/billing/credits/:id" element={<CreditPage />} />
        </CustomRoutes>
      </Admin>
    </BrowserRouter>
  );
}
