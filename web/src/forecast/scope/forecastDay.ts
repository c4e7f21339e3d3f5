import { createContext, useContext } from 'react';
import type { Schema } from '@/lib/api';

/** As of which day forecasts are told: today, or the last day of which there are facts, if they stopped coming. */
export const ForecastDayContext = createContext<Schema<'ToldDay'> | null>(null);

export function useForecastDay() {
  const told = useContext(ForecastDayContext);
  if (!told) throw new Error('useForecastDay needs the page of forecasts around it.');
  return told.day;
}
