import Runtime
import SimulatedDisk
import SyncCore
import SyncWire
import Telemetry

/// What people do in the world of a seed, with randomness of its own: the rest of the plan is as it would be without.
struct PeoplePlan {
    private var random: SeededRandom
    private let traits: SimulationTraits
    private let focus: PeopleFocus?
    private var commands: [Int]

    init(seed: UInt64, _ traits: SimulationTraits) {
        random = SeededRandom(seed: seed ^ 0x7E0_91E)
        self.traits = traits
        focus = random.isTrue(0.6) ? PeopleFocus(&random) : nil
        commands = Array(repeating: 0, count: traits.gateways)
    }

    /// Steps over a time; none in some seeds.
    mutating func steps(over seconds: Double) -> [(at: Double, step: SimulationStep)] {
        guard random.isTrue(0.85) else { return [] }
        let edits = random.isTrue(0.85)
        let orders = random.isTrue(0.7)
        var steps: [(at: Double, step: SimulationStep)] = []
        for _ in 0..<(focus == nil ? 10 + random.below(50) : 20 + random.below(60)) {
            let at = random.unit() * seconds
            switch random.below(10) {
            case 0..<5 where edits: steps.append((at, .people(.edit(edit()))))
            case 5..<7 where edits: steps.append((at, .people(.decide(decision()))))
            case 7, 8:
                if orders { steps.append((at, .people(.order(wish())))) }
            case 9:
                if orders { steps.append((at, .people(.cancel(gateway: gateway(), pick: random.below(8))))) }
            default: break
            }
        }
        return steps
    }

    /// Commands that a backup of the first gateway holds as waiting, and that are due before it is put back.
    mutating func waiting(overBackupAt backup: Double, until restore: Double) -> [(at: Double, step: SimulationStep)] {
        guard random.isTrue(0.7) else { return [] }
        return (0..<3).map { _ in
            var wish = wish(for: 0)
            let at = max(0, backup - traits.paceSeconds * (1 + random.unit() * 3))
            wish.executionClass = random.pick([.atMostOnce, .atMostOnce, .probe])
            wish.delaySeconds = backup - at + random.unit() * max(0, restore - backup) / 2
            wish.lifeSeconds = restore - at + traits.paceSeconds * 20
            (wish.condition, wish.forgery, wish.crashesAfter) = (.nothing, nil, nil)
            return (at, .people(.order(wish)))
        }
    }

    private mutating func gateway() -> Int { random.below(traits.gateways) }

    private mutating func side() -> ReplicaID.Side { random.isTrue(0.5) ? .edge : .hub }

    // MARK: Edits

    private mutating func edit() -> PlannedEdit {
        let writer: PlannedEdit.Writer = random.pick([.hub, .hub, .gateway, .gateway, .agent])
        let subject = subject()
        var fields: [(path: FieldPath, value: FieldValue?)] = []
        for _ in 0..<(1 + random.below(3)) {
            let field = writer == .agent ? agentField(subject) : field(subject)
            if !fields.contains(where: { $0.path == field.path }) { fields.append(field) }
        }
        return PlannedEdit(
            writer: writer, gateway: gateway(), subject: subject, fields: fields,
            authority: random.pick([.operator, .supervisor, .supervisor, .admin]), namesLatches: random.isTrue(0.7))
    }

    private mutating func subject() -> PlannedEdit.Subject {
        if let alert = focus?.alert { return random.isTrue(0.8) ? .alert(alert) : .machine }
        switch random.below(10) {
        case 0, 1: return .alert(1 + random.below(20))
        case 2: return .agent
        default: return .machine
        }
    }

    private mutating func agentField(_ subject: PlannedEdit.Subject) -> (path: FieldPath, value: FieldValue?) {
        switch subject {
        case .machine: (Document.status, .text(random.pick(MachineStatus.allCases).rawValue))
        case .alert: (FieldPath(known: "acknowledged.agent"), .text("seen"))
        case .agent: (FieldPath(known: "reported.interval"), .number(Double(random.below(3))))
        }
    }

    private mutating func field(_ subject: PlannedEdit.Subject) -> (path: FieldPath, value: FieldValue?) {
        switch subject {
        case .machine: machineField()
        case .alert: alertField()
        case .agent: (FieldPath(known: "desired.interval"), .number(Double(random.below(3))))
        }
    }

    private mutating func alertField() -> (path: FieldPath, value: FieldValue?) {
        switch random.below(4) {
        case 0: (random.pick([FieldPath(known: "acknowledged.ann"), FieldPath(known: "acknowledged.bo")]), word())
        case 1: (FieldPath(known: "resolved"), .number(Double(1 + random.below(3))))
        case 2: (FieldPath(known: "shelved-until"), random.isTrue(0.3) ? nil : word())
        default: (FieldPath(known: "comment"), word())
        }
    }

    private mutating func machineField() -> (path: FieldPath, value: FieldValue?) {
        let number = FieldValue.number(Double(random.below(6)))
        switch focus.map({ random.pick($0.fields) }) ?? random.below(PeopleFocus.fieldKinds) {
        case 0..<4:
            let latch = random.pick([
                FieldPath(known: "latch.emergency-stop"), FieldPath(known: "latch.lockout"),
                FieldPath(known: "latch.maintenance-hold"),
            ])
            return (latch, .flag(random.isTrue(0.5)))
        case 4, 5: return (Document.status, .text(random.pick(MachineStatus.allCases).rawValue))
        case 6, 7: return (FieldPath(known: "limit.x0.value.critical.above"), number)
        case 8: return (FieldPath(known: "limit.x1.value.warning.below"), number)
        case 9, 10: return (FieldPath(known: "setpoint.speed"), number)
        case 11: return (FieldPath(known: "approval"), .text(random.pick(["APPROVED", "REJECTED", "REVOKED"])))
        case 12: return (FieldPath(known: "name"), word())
        case 13: return (FieldPath(known: "notes"), random.isTrue(0.2) ? nil : word())
        case 14: return (FieldPath(known: "deleted"), .flag(random.isTrue(0.5)))
        default: return (FieldPath(known: "label.hall"), random.isTrue(0.2) ? nil : word())
        }
    }

    private mutating func word() -> FieldValue { .text(random.pick(["one", "two", "three", "four"])) }

    // MARK: Decisions

    private mutating func decision() -> PlannedDecision {
        let act: PlannedDecision.Act
        switch random.below(8) {
        case 0..<4: act = .resolve(random.pick([.edge, .hub, .base, .value(.number(Double(random.below(6))))]))
        case 4, 5: act = .undo
        case 6: act = .claim
        default: act = .release
        }
        return PlannedDecision(
            side: side(), gateway: gateway(), act: act, pick: random.below(16), confirmsSafety: random.isTrue(0.8))
    }

    // MARK: Commands

    private mutating func wish() -> CommandWish { wish(for: gateway()) }

    private mutating func wish(for gateway: Int) -> CommandWish {
        commands[gateway] += 1
        let pace = traits.paceSeconds
        let isDelayed = random.isTrue(0.25)
        return CommandWish(
            gateway: gateway, number: commands[gateway],
            action: focus?.action ?? random.pick([CommandWish.start, "stop", "set"]),
            executionClass: random.pick(focus?.classes ?? [.atMostOnce, .atMostOnce, .probe, .idempotent, .fenced]),
            lifeSeconds: pace * (1 + random.unit() * 14), delaySeconds: isDelayed ? random.unit() * pace * 8 : 0,
            condition: condition(),
            forgery: random.isTrue(0.1) ? random.pick([.signature, .key, .agent]) : nil,
            behaviours: (0..<3).map { _ in behaviour() },
            crashesAfter: traits.crashes && random.isTrue(0.3) ? random.below(random.pick([4, 40])) : nil)
    }

    private mutating func condition() -> CommandWish.Condition {
        switch random.below(8) {
        case 0, 1: .versions
        case 2: .status(random.pick(MachineStatus.allCases))
        case 3, 4: .latchesSeen
        case 5: .levelBelow(Double(random.below(6)))
        default: .nothing
        }
    }

    private mutating func behaviour() -> CommandWish.Behaviour {
        let seconds = random.unit() * 2 * traits.paceSeconds
        switch random.below(6) {
        case 0: return .diesBefore
        case 1: return .diesAfter
        case 2: return .fails(afterSeconds: seconds)
        default: return .does(accepts: random.isTrue(0.5), afterSeconds: seconds)
        }
    }
}
