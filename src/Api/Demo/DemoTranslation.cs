using CounselDesk.Application.Toolkit;
using CounselDesk.Domain.Toolkit;

namespace CounselDesk.Api.Demo;

/// <summary>An exercise of the demo in a second language.</summary>
internal static class DemoTranslation
{
    public const string Language = "es";

    /// <summary>Of the apology, by whatever key it was copied.</summary>
    public static readonly TranslationText Apology = new(
        "Una disculpa por escrito",
        "Una buena disculpa nombra lo que se hizo, muestra que se ve el dolor y dice qué será distinto. Este ejercicio ayuda a prepararla y a dejar fuera las frases que la retiran sin que se note.",
        [
            new TranslatedStep("A solas, escribe el único hecho por el que quieres disculparte. Usa una frase sencilla que empiece por «Yo». Si sueles pedir perdón por todo, elige algo que de verdad sea tuyo.", "Yo ..."),
            new TranslatedStep("Escribe lo que pudo costarle a la otra persona: tiempo, seguridad, orgullo, sueño, confianza. Si no lo sabes, piensa en preguntarlo."),
            new TranslatedStep("Busca las frases que la debilitan: «si te sentiste mal», «pero tú también», «yo solo quería». Táchalas y di en su lugar el hecho, sin más."),
            new TranslatedStep("Añade qué harás para que no vuelva a pasar. Que sea algo que se pueda ver un martes cualquiera.", "¿Qué harás de otra manera, y cuándo?"),
            new TranslatedStep("Pregunta si es un buen momento. Si lo es, di tu disculpa en dos minutos, con calma, y luego deja de hablar. Por ejemplo: «Le hablé a tu hermana de nuestro dinero. Me habías pedido que no lo hiciera. Lo siento. De ahora en adelante te pregunto primero»."),
            new TranslatedStep("La otra persona puede responder, o no. Hoy no pidas que te perdone."),
        ],
        [
            new TranslatedQuestion("¿Dijiste tu disculpa esta vez?", ["sí, completa", "en parte", "todavía no"]),
            new TranslatedQuestion("¿Qué parte fue la más difícil de decir sin explicarte?"),
        ],
        "Dila en una videollamada de la que nadie tenga que irse con prisa. Un mensaje escrito sirve para preguntar cuándo llamar, no para la disculpa misma.");
}
