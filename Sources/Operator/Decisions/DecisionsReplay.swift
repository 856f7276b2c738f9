internal import AgentAutonomy
internal import ArgumentParser
internal import DeviceProfiles
internal import MillwrightDevice
internal import Settings
internal import Telemetry

/// The command `millwright decisions replay`.
struct DecisionsReplay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Makes a decision again from what was kept with it, and says whether it is the same.",
        discussion: """
            Goes the whole way again from what was kept: condition, status, latch, limits, hours, arguments, envelope,
            twin, and the hub's word. Prints each step with what was there, and says "same", or where it differs.
            Of a decision of an older agent only the condition can be made again, by the rule of the profile that it
            names, found in --profiles. Status 1 when the answer is another one, or when it cannot be made again.
            """)

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The decision's id, or its beginning.") var id: String
    @Option(help: "The folder of the profiles, for decisions of older agents.", completion: .directory)
    var profiles = "firmware-profiles"

    func run() async throws {
        try await Reporting.run {
            let client = try options.client()
            let decision = try await ToldDecision.find(id, in: client).whole(from: client)
            guard let record = try kept(decision) else { return try replayCondition(of: decision) }
            let replay = RecordReplay(record, action: decision.action, risk: decision.risk, model: decision.model)
            if !replay.otherModels.isEmpty {
                let models = replay.otherModels.joined(separator: ", ")
                Terminal.say("it was decided by \(models), another version of the twin than here")
            }
            for line in ToldDecision.steps(replay.course) { print(line) }
            guard replay.differences.isEmpty else {
                for difference in replay.differences { print("differs at " + Screen.plain(difference)) }
                print(Screen.plain("Another answer: \(replay.course.outcome.text); it was \(replay.kept.text)."))
                throw ExitCode.failure
            }
            print(Screen.plain("The same answer: \(replay.course.outcome.text)."))
        }
    }

    /// What the decision kept; nothing for one of an agent that kept none.
    private func kept(_ decision: ToldDecision) throws -> DecisionRecord? {
        do throws(DecisionRecord.Unreadable) {
            return try decision.record()
        } catch {
            switch error {
            case .notKept: return nil
            case .newer(let version):
                throw CommandFailure(
                    "DECISION_NOT_REPLAYABLE",
                    "a newer agent kept it, in version \(version); use the programs of that version")
            case .damaged: throw CommandFailure("DECISION_NOT_REPLAYABLE", "what it kept is damaged")
            }
        }
    }

    /// A decision of an agent that kept no more than the readings: its rule's condition, and nothing behind it.
    private func replayCondition(of decision: ToldDecision) throws {
        let replay = try replay(decision, by: try profile(of: decision))
        if !replay.otherVersions.isEmpty {
            Terminal.say(
                "it was decided by \(replay.otherVersions.joined(separator: ", ")), other versions than here")
        }
        if case .policy(let condition) = replay.inputs.rule.condition {
            print(condition.text(with: replay.inputs.facts))
        }
        let now = "\(replay.outcome.action.rawValue), \(replay.outcome.risk.rawValue)"
        guard decision.action == replay.outcome.action, decision.risk == replay.outcome.risk else {
            let was = "\(decision.action?.rawValue ?? "?"), \(decision.risk?.rawValue ?? "?")"
            print("Another answer: \(now); it was \(was).")
            throw ExitCode.failure
        }
        print("Not made again: duration, latch, limits, hours, envelope, twin and the hub's word; the agent that")
        print("decided is older than the records that keep them.")
        print("The same answer: \(now).")
    }

    private func replay(_ decision: ToldDecision, by profile: FirmwareProfile) throws -> DecisionReplay {
        do throws(DecisionReplay.NotReplayable) {
            return try DecisionReplay(
                rule: decision.rule, evidence: decision.evidence, model: decision.model, by: profile)
        } catch {
            throw CommandFailure("DECISION_NOT_REPLAYABLE", Screen.plain(error.reason))
        }
    }

    private func profile(of decision: ToldDecision) throws -> FirmwareProfile {
        let name = String(decision.model.prefix { $0 != "@" })
        let library = try ProfileLibrary.load(folder: profiles)
        guard let profile = library.profile(named: name) else {
            let known = library.all.map(\.name).joined(separator: ", ")
            throw CommandFailure(
                "PROFILE_UNKNOWN", "there is no profile \(Screen.plain(name)) among \(known)", field: "--profiles")
        }
        return profile
    }
}
