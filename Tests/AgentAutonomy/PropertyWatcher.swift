import AgentAutonomy
import AnalyticsTwin
import DeviceProfiles
import Foundation
import Telemetry

/// Looks at what a guard wants and says what of it may not be, by its own count and its own logic.
struct PropertyWatcher {
    private(set) var faults: [String] = []
    /// How often each thing happened, so that a test knows that it has seen something.
    private(set) var seen: [String: Int] = [:]
    /// True seconds at which each action was sent.
    private var sent: [String: [Double]] = [:]
    private var asked: Set<String> = []

    mutating func look(at effects: [AutonomyEffect], in world: PropertyWorld, status before: MachineStatus) {
        var rule: AutonomyRule?
        var status = before
        for effect in effects {
            switch effect {
            case .decision(let decision):
                rule = world.profile.rules.first { $0.name == decision.rule }
                if let rule { decided(rule, decision, in: world, status: status) }
            case .status(let next, _, _):
                note("status")
                if rule?.mode != .act { faults.append("a rule that may not act sets \(next)") }
                if next <= status { faults.append("the status goes from \(status) to \(next)") }
                if !world.profile.autonomy.statuses.contains(next) { faults.append("\(next) is not allowed") }
                status = next
            case .command(let command):
                if let rule { commanded(command, by: rule, in: world) }
            case .action(let action): refused(action.reason)
            case .alert, .withheld: break
            }
        }
    }

    private mutating func note(_ what: String) { seen[what, default: 0] += 1 }

    private mutating func refused(_ reason: String) {
        note(String(reason.prefix { $0.isUppercase || $0 == "_" }))
        if reason.contains("may be sent") || reason.contains("must pass") { note("too often") }
        if reason.contains("latch") { note("latched") }
    }

    private mutating func decided(
        _ rule: AutonomyRule, _ decision: Decision, in world: PropertyWorld, status: MachineStatus
    ) {
        note("decision")
        if world.machine.openQuestions.contains(decision.id) { asked.insert(rule.name) }
        guard case .policy(let condition) = rule.condition, decision.settles == nil else { return }
        note("policy")
        if truth(of: condition, in: world, status: status) != true {
            faults.append("\(rule.name) fires on what is not so: \(condition.text); \(decision.reasoning)")
        }
    }

    private mutating func commanded(_ command: DeviceCommand, by rule: AutonomyRule, in world: PropertyWorld) {
        let name = command.action.name
        note("command \(name)")
        if rule.mode != .act { faults.append("\(rule.mode) sends \(name)") }
        if world.machine.isLatched, starts(name, rule, in: world) {
            faults.append("a latched machine is started by \(name)")
        }
        guard let permission = world.profile.autonomy.permission(for: name) else {
            return faults.append("\(name) is not permitted")
        }
        let times = sent[name, default: []]
        let ages = times.map { world.seconds - $0 }
        // The clock's jumps are known to a second.
        if let last = ages.min(), last < permission.coolDownSeconds - 2 { faults.append("\(name) after \(last) s") }
        if ages.count(where: { $0 < 3_598 }) >= permission.mostPerHour { faults.append("\(name) too often an hour") }
        if ages.count(where: { $0 < 86_398 }) >= permission.mostPerDay { faults.append("\(name) too often a day") }
        sent[name, default: []].append(world.seconds)
        if let hours = permission.hours, !contains(hours, world) { faults.append("\(name) outside its hours") }
        if permission.confirmation == .person { faults.append("\(name) without a person") }
        if permission.confirmation == .hub, world.context.hubReachable, world.profile.autonomy.askHubSeconds > 0,
            asked.remove(rule.name) == nil
        {
            faults.append("\(name) without asking the hub")
        }
        checkArguments(command, rule, in: world)
        checkEnvelope(name, rule, permission, in: world)
    }

    /// By its name, or because it brings more load than the machine was last heard to have.
    private func starts(_ name: String, _ rule: AutonomyRule, in world: PropertyWorld) -> Bool {
        guard name == "set_speed" else { return name == "start" }
        let load = 18 * (rule.arguments["speed"] ?? 0) / 60
        return load > max(0, world.heard[0]?.value ?? 0) + 0.01
    }

    private mutating func checkArguments(_ command: DeviceCommand, _ rule: AutonomyRule, in world: PropertyWorld) {
        guard command.action.name == "set_speed", let speed = rule.arguments["speed"] else { return }
        let text = String(decoding: command.payload, as: UTF8.self)
        if !text.contains("\"args\":{\"speed\":\(Int(speed))}") { faults.append("other arguments: \(text)") }
        if !(10...150).contains(speed) { faults.append("a speed of \(speed) outside the action's range") }
        if let range = world.profile.autonomy.envelope.arguments["speed"], !range.contains(speed) {
            faults.append("a speed of \(speed) outside the envelope")
        }
    }

    /// Solves the heat equation of the calibrated twin by itself.
    private mutating func checkEnvelope(
        _ name: String, _ rule: AutonomyRule, _ permission: ActionPermission, in world: PropertyWorld
    ) {
        guard let limit = world.profile.autonomy.envelope.bounds.first?.below, let twin = world.machine.twin else {
            return
        }
        let load: Double? =
            name == "stop"
            ? 0
            : name == "start"
                ? world.profile.action(named: name)?.load?.power : 18 * (rule.arguments["speed"] ?? 0) / 60
        guard let load, let power = world.heard[0], power.value != nil, world.seconds - power.seconds <= 60 else {
            if permission.unproven == .recommend || (permission.unproven == nil && name != "stop") {
                faults.append("\(name) is sent with an unknown effect")
            }
            return note("unknown effect")
        }
        note("envelope")
        let newest = world.machine.calibrated?.temperature
        let measured = (newest?.predicted ?? 0) + (newest?.residual ?? twin.state.temperatureResidual ?? 0)
        let missed = measured - twin.state.temperature
        let settled = twin.parameters.ambient + twin.parameters.heatGain * load * 0.08 / twin.parameters.decay
        let end = settled + (twin.state.temperature - settled) * exp(-300 * twin.parameters.decay) + missed
        if load > twin.state.power + 0.01, end > limit + 1, measured < end - 1 {
            faults.append("\(name) heats to \(end), over \(limit)")
        }
    }

    // MARK: Its own logic: nothing is what is not known

    private func truth(of condition: PolicyCondition, in world: PropertyWorld, status: MachineStatus) -> Bool? {
        switch condition {
        case .all(let parts):
            let truths = parts.map { truth(of: $0, in: world, status: status) }
            return truths.contains(false) ? false : truths.contains(nil) ? nil : true
        case .any(let parts):
            let truths = parts.map { truth(of: $0, in: world, status: status) }
            return truths.contains(true) ? true : truths.contains(nil) ? nil : false
        case .not(let part): return truth(of: part, in: world, status: status).map { !$0 }
        case .atom(let atom): return truth(of: atom, in: world, status: status)
        }
    }

    private func truth(of atom: PolicyAtom, in world: PropertyWorld, status: MachineStatus) -> Bool? {
        switch atom {
        case .value(let metric, let direction, .absolute(let limit), let hysteresis):
            guard let heard = world.heard[metric.slot], world.seconds - heard.seconds <= 60, let value = heard.value
            else { return nil }
            if direction == .below { return value < limit }
            // Between the two thresholds either answer is right, below a `not` and above.
            return value > limit ? true : value > limit - hysteresis ? nil : false
        case .missing(let metric, let seconds):
            return world.heard[metric.slot].map { world.seconds - $0.seconds >= seconds }
        case .status(let statuses): return statuses.contains(status)
        case .hubAway(let seconds): return world.hubAwaySince.map { world.seconds - $0 >= seconds } ?? false
        case .hours(let window): return contains(window, world)
        default: return nil
        }
    }

    private func contains(_ window: HoursWindow, _ world: PropertyWorld) -> Bool {
        let local = world.context.now.microseconds / 1_000_000 + Int64(world.context.utcOffsetSeconds)
        let (day, minute) = (Int((local / 86_400 + 3) % 7), Int(local % 86_400) / 60)
        func begins(_ day: Int) -> Bool { window.days >> UInt8(day) & 1 == 1 }
        if window.toMinute > window.fromMinute {
            return begins(day) && (window.fromMinute..<window.toMinute).contains(minute)
        }
        return begins(day) && minute >= window.fromMinute || begins((day + 6) % 7) && minute < window.toMinute
    }
}
