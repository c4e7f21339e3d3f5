import { AppShell, Burger, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type ReactNode, Suspense, useEffect } from 'react';
import { Outlet, useLocation } from 'react-router';
import { Logo } from '@/components/Logo';
import { Page } from '@/components/Page';
import { ErrorState, Loading } from '@/components/states';
import { $api } from '@/lib/api';
import { OrganisationContext } from '@/lib/organisation';
import { AccountSearch, SearchButton } from './AccountSearch';
import { Navigation } from './Navigation';
import classes from './Shell.module.css';
import { ShortcutHelp } from './ShortcutHelp';
import { UserMenu } from './UserMenu';

/** The frame of every page: navigation at the side, on a phone behind a button. */
export function Shell() {
  const [isOpen, menu] = useDisclosure(false);
  const [isSearching, search] = useDisclosure(false);
  const { pathname } = useLocation();

  // biome-ignore lint/correctness/useExhaustiveDependencies: a page was chosen, the folded menu goes
  useEffect(menu.close, [pathname]);

  return (
    <WithOrganisation>
      <a className={classes.skip} href="#main">
        Skip to the page
      </a>
      <AppShell
        layout="alt"
        header={{ height: { base: 52, sm: 0 } }}
        navbar={{ width: 228, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
        transitionDuration={120}
      >
        <AppShell.Header hiddenFrom="sm" className={classes.header}>
          <Group justify="space-between" h="100%" px="sm">
            <Burger opened={isOpen} onClick={menu.toggle} size="sm" aria-label="Open the navigation" />
            <Logo size={26} />
            <SearchButton isIcon onOpen={search.open} />
          </Group>
        </AppShell.Header>
        <AppShell.Navbar className={classes.navbar}>
          <Group justify="space-between" className={classes.brand}>
            <Group gap={10}>
              <Logo size={26} />
              <span>Ripen</span>
            </Group>
            <Burger opened onClick={menu.close} size="sm" hiddenFrom="sm" aria-label="Close the navigation" />
          </Group>
          <SearchButton onOpen={search.open} />
          <Navigation />
          <UserMenu />
        </AppShell.Navbar>
        <AppShell.Main id="main" className={classes.main}>
          <Suspense fallback={<Loading />}>
            <Outlet />
          </Suspense>
        </AppShell.Main>
      </AppShell>
      <AccountSearch isOpen={isSearching} onOpen={search.open} onClose={search.close} />
      <ShortcutHelp />
    </WithOrganisation>
  );
}

function WithOrganisation({ children }: { children: ReactNode }) {
  const { data, error, refetch, dataUpdatedAt } = $api.useQuery('get', '/api/v1/status');
  if (error) {
    return (
      <Page title="Ripen">
        <ErrorState error={error} onRetry={() => void refetch()} />
      </Page>
    );
  }
  if (!data) return <Loading label="Opening Ripen" />;
  const organisation = {
    name: data.organisation ?? 'Your organisation',
    currency: data.currency,
    today: data.today,
    clockSkew: Date.parse(data.now) - dataUpdatedAt,
    hasFacts: data.accounts > 0,
  };
  return <OrganisationContext value={organisation}>{children}</OrganisationContext>;
}
