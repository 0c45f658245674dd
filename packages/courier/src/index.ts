export {
  createCompanionClient,
  type CompanionCall,
  type CompanionClient,
  type CompanionClientOptions,
} from './companion-client.ts';
