import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { thumbprintOf } from '#statements';
import { API_DEPS, type ApiDeps, type Check } from '../deps.ts';
import { isLocalCaller } from '../guard.ts';
import { ROUTES } from '../route-table.ts';

/** However many probes ask, the database is asked once in this time. */
const FRESH_MS = 1_000;

/** Keys, health and metrics. */
@Controller()
export class ServiceController {
  private readiness: { readonly at: number; readonly checks: Promise<readonly Check[]> } | null = null;

  constructor(@Inject(API_DEPS) private readonly deps: ApiDeps) {}

  @Get(ROUTES.readKeys.path)
  readKeys(@Res({ passthrough: true }) reply: FastifyReply): object {
    const { tribunalJwk: key } = this.deps;
    void reply.header('cache-control', 'public, max-age=300');
    // No "alg": RFC 9864 gave EdDSA a second name, and readers differ on which one they want to see here.
    return { keys: [{ ...key, kid: thumbprintOf(key), use: 'sig' }] };
  }

  @Get(ROUTES.readHealth.path)
  readHealth(): readonly Check[] {
    return [{ name: 'process', ok: true, detail: this.deps.version }];
  }

  /** Callers from elsewhere learn what is down, and not why. */
  @Get(ROUTES.readReadiness.path)
  async readReadiness(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<readonly object[]> {
    const checks = await this.freshReadiness();
    void reply.code(checks.every(({ ok }) => ok) ? 200 : 503);
    const isLocal = isLocalCaller(request.raw.socket.remoteAddress, request.headers);
    return isLocal ? checks : checks.map(({ name, ok }) => ({ name, ok }));
  }

  @Get(ROUTES.readMetrics.path)
  async readMetrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    void reply.type(this.deps.metrics.contentType);
    return `${await this.deps.metrics.metrics()}${await this.deps.otherMetrics()}`;
  }

  private freshReadiness(): Promise<readonly Check[]> {
    const now = this.deps.now();
    if (this.readiness === null || Math.abs(now - this.readiness.at) >= FRESH_MS) {
      const checks = this.deps
        .readiness()
        .catch((): readonly Check[] => [{ name: 'readiness', ok: false, detail: 'could not be asked' }]);
      this.readiness = { at: now, checks };
    }
    return this.readiness.checks;
  }
}
