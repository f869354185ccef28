/** The service is being looked after: nothing new is begun. */
export interface MaintenanceNotice {
  /** What people are told in place of the usual sentence. */
  readonly text: string | null;
  readonly since: Date;
}

/** Switches that every process obeys within seconds, kept where all state is kept. */
export interface ServiceSwitches {
  /** Null: the service is open. */
  readMaintenance(): Promise<MaintenanceNotice | null>;
  writeMaintenance(notice: MaintenanceNotice | null): Promise<void>;
}
