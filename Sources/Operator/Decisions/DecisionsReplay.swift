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
            The rule is taken from the profile that the decision names, found in --profiles. Status 1 when the answer is
            another one, or when it cannot be made again.
            """)

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The decision's id, or its beginning.") var id: String
    @Option(help: "The folder of the profiles.", completion: .directory) var profiles = "firmware-profiles"

    func run() async throws {
        try await Reporting.run {
            let decision = try await ToldDecision.find(id, in: options.client())
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
            print("The same answer: \(now).")
        }
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
