import SyncCore
import SyncWire
import Telemetry
import Testing

/// Who speaks for an agent: every state of the speaker against every state of the one before it.
@Suite struct AgentLineupTests {
    private static let now = Timestamp(seconds: 1_000)

    private static func decide(
        _ speaker: IncarnationStanding?, silent seconds: Double?, hasCurrent: Bool = true, hasTrial: Bool = false,
        isProven: Bool = false, interval: Double? = nil
    ) -> AgentLineup.Outcome {
        AgentLineup(
            speaker: speaker, currentHeardAt: seconds.map { now.advanced(seconds: -$0) },
            currentIntervalSeconds: interval, hasCurrent: hasCurrent, hasTrial: hasTrial
        ).decide(now: now, isProven: isProven, quietSeconds: 60)
    }

    @Test func theFirstSpeaksForTheAgent() {
        #expect(Self.decide(nil, silent: nil, hasCurrent: false) == .init(.current))
    }

    @Test func aNewcomerTakesThePlaceOfOneThatIsSilent() {
        for speaker in [nil, IncarnationStanding.trial] {
            for silence in [nil, 60.0, 90_000] {
                let outcome = Self.decide(speaker, silent: silence)
                #expect(outcome.standing == .current)
                #expect(outcome.endsCurrent)
                #expect(outcome.mergesApart == (speaker == .trial))
            }
            #expect(Self.decide(speaker, silent: 59) == .init(.trial))
            // A clock that was set back makes nobody silent.
            #expect(Self.decide(speaker, silent: -5) == .init(.trial))
        }
    }

    @Test("an agent that calls seldom is silent between its rounds, and no copy takes its place then")
    func theSilenceFollowsTheInterval() {
        let table: [(interval: Double?, quiet: Double)] = [
            (nil, 60), (0.1, 60), (2, 60), (20, 60), (20.5, 61.5), (60, 180), (600, 1_800), (3_600, 10_800),
            (.nan, 60), (-5, 60), (.infinity, 60),
        ]
        for (interval, quiet) in table {
            #expect(AgentSilence(leastSeconds: 60).seconds(intervalSeconds: interval) == quiet)
            for speaker in [nil, IncarnationStanding.trial] {
                let before = Self.decide(speaker, silent: quiet - 0.001, interval: interval)
                #expect(before == .init(.trial), "\(String(describing: interval))")
                let after = Self.decide(speaker, silent: quiet, interval: interval)
                #expect(after.standing == .current && after.endsCurrent, "\(String(describing: interval))")
            }
        }
    }

    @Test func theOneBeforeHasToProveThatItLives() {
        let first = Self.decide(.current, silent: 1, hasTrial: true)
        #expect(first.challenges && !first.partsTrials)
        let second = Self.decide(.current, silent: 1, hasTrial: true, isProven: true)
        #expect(!second.challenges && second.partsTrials)
        #expect(Self.decide(.current, silent: 1, isProven: true) == .init(.current))
    }

    @Test func copiesWaitForAPersonHoweverLongTheOtherIsSilent() {
        for silence in [nil, 1.0, 90_000] {
            #expect(Self.decide(.apart, silent: silence) == .init(.apart))
            #expect(Self.decide(.ended, silent: silence) == .init(.apart))
            #expect(Self.decide(.rejected, silent: silence) == .init(.rejected))
        }
    }

    @Test func onlyTheOneThatSpeaksIsToldNothing() {
        for standing in IncarnationStanding.allCases {
            #expect((standing.verdict == nil) == (standing == .current || standing == .ended))
            #expect(standing.verdict?.kind != .relabel)
        }
    }
}
