/// <reference lib="webworker" />
import { EngineHost } from './engineHost';

/** The worker's name is the account whose queue it runs. */
const scope = self as unknown as { name: string };
void new EngineHost(scope.name).run();
