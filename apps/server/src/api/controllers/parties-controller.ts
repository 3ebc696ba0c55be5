import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import type { Standing } from '#tribunal';
import { Caller, CallingBank, type BankStanding } from '../caller.ts';
import { API_DEPS, type ApiDeps } from '../deps.ts';
import { unlessMissing, unlessMistake } from '../mistake.ts';
import { ROUTES } from '../route-table.ts';
import type { Activity, Registrations } from '../schemas/requests.ts';
import type { PartyId } from '#statements';

@Controller()
export class PartiesController {
  constructor(@Inject(API_DEPS) private readonly deps: ApiDeps) {}

  @Post(ROUTES.register.path)
  @HttpCode(201)
  async register(@CallingBank() bank: BankStanding, @Body() { statements }: Registrations): Promise<object> {
    return unlessMistake(await this.deps.tribunal.register(bank, statements));
  }

  @Post(ROUTES.reportActivity.path)
  @HttpCode(201)
  async reportActivity(@CallingBank() bank: BankStanding, @Body() { reports }: Activity): Promise<object> {
    const known = reports.map(({ party, settled }) => ({ party: party as PartyId, settled }));
    return unlessMistake(await this.deps.tribunal.reportActivity(bank, known));
  }

  @Get(ROUTES.readReputation.path)
  async readReputation(@Caller() who: Standing, @Param('id') party: string): Promise<object> {
    const reputation = await this.deps.tribunal.readReputation(who, party);
    return unlessMissing(reputation, 'there is no party with this id');
  }
}
