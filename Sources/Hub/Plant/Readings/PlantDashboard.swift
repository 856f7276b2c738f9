public import Telemetry

/// The totals of a tenant's plant, by factory and machine.
public struct PlantDashboard: Sendable, Equatable {
    /// One machine's share.
    public struct MachineShare: Sendable, Equatable {
        /// Which machine.
        public var id: MachineID
        /// Its name.
        public var name: String
        /// `PENDING`, `REJECTED`, or what it is allowed to do.
        public var status: String
        /// What it does and has used.
        public var totals: PlantTotals

        /// A machine's share.
        public init(id: MachineID, name: String, status: String, totals: PlantTotals) {
            self.id = id
            self.name = name
            self.status = status
            self.totals = totals
        }
    }

    /// One factory's share.
    public struct FactoryShare: Sendable, Equatable {
        /// Which factory.
        public var id: FactoryID
        /// Its name.
        public var name: String
        /// Its machines in the order of names.
        public var machines: [MachineShare]
        /// The sum over its machines.
        public var totals: PlantTotals { .sum(machines.map(\.totals)) }

        /// A factory's share.
        public init(id: FactoryID, name: String, machines: [MachineShare]) {
            self.id = id
            self.name = name
            self.machines = machines
        }
    }

    /// The factories in the order of names.
    public var factories: [FactoryShare]

    /// The whole plant.
    ///
    /// Its health is the mean over machines, not over factories.
    public var totals: PlantTotals { .sum(factories.flatMap(\.machines).map(\.totals)) }

    /// How many machines have a status.
    public func machines(_ status: String) -> Int {
        factories.flatMap(\.machines).count { $0.status == status }
    }

    /// A dashboard of factories.
    public init(factories: [FactoryShare]) {
        self.factories = factories
    }
}
