import AnalyticsEnergy
import Telemetry
import Testing

@Suite("Tariffs of energy")
struct TariffTests {
    @Test("hours of the week begin with Monday's first, also before 1970")
    func hours() {
        #expect(HourOfWeek.of(Timestamp(seconds: 0)) == 72, "a Thursday")
        #expect(HourOfWeek.of(Timestamp(seconds: -1)) == 71)
        #expect(HourOfWeek.of(Timestamp(seconds: 345_600)) == 0)
        #expect((0..<168).contains(HourOfWeek.of(Timestamp(microseconds: .max))))
        #expect((0..<168).contains(HourOfWeek.of(Timestamp(microseconds: .min))))
    }

    @Test("periods hold on their days and through midnight")
    func periods() throws {
        let tariff = try Tariff(
            rate: 0.1,
            periods: [
                TariffPeriod(days: .weekdays, from: 22, to: 6, price: 0.05),
                TariffPeriod(days: .saturday, from: 8, to: 24, price: 0.2),
                TariffPeriod(days: .sunday, from: 0, to: 24, price: 0.3),
            ])
        #expect(tariff.prices[0] == 0.05 && tariff.prices[5] == 0.05 && tariff.prices[6] == 0.1)
        #expect(tariff.prices[22] == 0.05 && tariff.prices[119] == 0.05 && tariff.prices[120] == 0.1)
        #expect(tariff.prices[127] == 0.1 && tariff.prices[128] == 0.2 && tariff.prices[143] == 0.2)
        #expect(tariff.prices[144] == 0.3 && tariff.prices[167] == 0.3)
        #expect(tariff.price(at: Timestamp(seconds: 345_600 + 22 * 3_600)) == 0.05)
        #expect(tariff.isPeak(at: Timestamp(seconds: 345_600 - 1)) && !tariff.isPeak(at: Timestamp(seconds: 345_600)))
    }

    @Test("five tariffs differ and have a price for each hour")
    func examples() throws {
        let all = try TestPlants.tariffs.map { try $0.tariff.get() }
        #expect(all.allSatisfy { $0.prices.count == 168 && $0.offPeakPrice < $0.peakPrice })
        #expect(Set(all.map(\.prices)).count == 5)
        #expect(Tariff().mean == 0.12 || abs(Tariff().mean - 0.12) < 1e-12)
    }

    @Test("what is no tariff is refused, and the field named")
    func refusals() {
        func field(_ rate: Double?, _ periods: [TariffPeriod] = []) -> String? {
            do throws(TariffError) {
                _ = try Tariff(rate: rate, periods: periods)
                return nil
            } catch {
                return "\(error.field) \(error.message)"
            }
        }
        let whole = TariffPeriod(from: 0, to: 24, price: 1)
        #expect(field(nil) == "periods there is neither a `rate` nor a period")
        for rate in [-0.01, .nan, .infinity, 1_001] { #expect(field(rate) == "rate is 0 to 1000") }
        #expect(field(0.1, [whole, TariffPeriod(from: -1, to: 2, price: 1)]) == "periods[1].from is 0 to 23")
        #expect(field(0.1, [TariffPeriod(from: 1, to: 25, price: 1)]) == "periods[0].to is 1 to 24")
        #expect(field(0.1, [TariffPeriod(from: 1, to: 2, price: .nan)]) == "periods[0].price is 0 to 1000")
        #expect(
            field(0.1, [whole, TariffPeriod(days: .sunday, from: 3, to: 4, price: 1)])
                == "periods[1] has a price for Sunday, 03:00, which periods[0] has too")
        #expect(
            field(nil, [TariffPeriod(days: .weekdays, from: 0, to: 24, price: 1)])
                == "periods there is no price for Saturday, 00:00, and no `rate` for the other hours")
        #expect(field(0.1, Array(repeating: whole, count: 169)) == "periods 169 periods; at most 168")
    }
}
