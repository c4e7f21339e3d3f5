#include "action/survey/page_words.h"

#include "base/auto.h"

#include <stddef.h>
#include <string.h>

static const struct page_words all_words[] = {
    {
        .language = "en",
        .mail_subject = "A few questions for you",
        .mail_words = "Hello {name},\n\nhow we work together matters to us, and so does what you "
                      "think of it. Would you take a few minutes for some questions?",
        .mail_button = "Answer the questions",
        .mail_why = "You get this mail because {organisation} works with {account}.",
        .mail_why_nobody = "You get this mail because we work with {account}.",
        .mail_stop = "No more mails with questions",
        .mail_reminder = "We asked you some days ago and have not heard from you yet. This is the "
                         "only reminder.",
        .mail_reminds = "Reminder",
        .asks = "{organisation} would like to know",
        .asks_nobody = "Questions for you",
        .about = "Your answers go to {organisation} together with your name and your company, and "
                 "are used to work better with you. They are passed on to nobody else.",
        .about_anonymous = "Your answers are kept without your name, your company or the time. "
                           "Nobody can tell who gave them. So they cannot be changed once they "
                           "are sent.",
        .us = "the people who ask",
        .optional = "optional",
        .no_answer = "No answer",
        .number_from_to = "A number from %g to %g",
        .text_limit = "Up to 10,000 letters",
        .why = "Why it matters:",
        .step = "Step %d of %d",
        .next = "Next",
        .back = "Back",
        .send = "Send answers",
        .save = "Save and continue later",
        .change = "Change my answers",
        .errors = "Some answers need another look",
        .error = "Error",
        .needs_answer = "Please answer this question.",
        .wrong_answer = "This answer does not fit the question.",
        .too_long = "This text is too long.",
        .language_label = "Language",
        .closes = "You can answer until",
        .answered = "You have answered already. You can change your answers here.",
        .thanks = "Thank you",
        .thanks_more = "Your answers have arrived. You can change them with the same link.",
        .thanks_anonymous = "Your answers have arrived.",
        .saved = "Saved",
        .saved_more = "What you have answered so far is kept. Open the same link to go on; nothing "
                      "has been sent yet.",
        .go_on = "Go on now",
        .no_page = "This link does not work",
        .no_page_more = "Perhaps it was cut off on the way, or the time for answers is over. "
                        "Please open the link in the mail once more, or ask the people who sent "
                        "it.",
        .stop_title = "No more mails with questions",
        .stop_words = "We will not send you any more mails with questions like these.",
        .stop_button = "Stop these mails",
        .stopped = "Done",
        .stopped_more = "You will get no more mails with questions from us.",
        .stop_link = "I want no more of these mails",
        .used = "Thank you",
        .used_more = "This link has been used to answer. As the answers are anonymous, they cannot "
                     "be shown or changed any more.",
        .wait = "Please wait a moment",
        .wait_more = "That was very often in a short time. Please try again in a minute.",
    },
    {
        .language = "de",
        .mail_subject = "Einige Fragen an Sie",
        .mail_words = "Guten Tag {name},\n\nwie wir zusammenarbeiten, ist uns wichtig, und ebenso, "
                      "was Sie davon halten. Nehmen Sie sich ein paar Minuten für einige Fragen?",
        .mail_button = "Fragen beantworten",
        .mail_why = "Sie erhalten diese Mail, weil {organisation} mit {account} zusammenarbeitet.",
        .mail_why_nobody = "Sie erhalten diese Mail, weil wir mit {account} zusammenarbeiten.",
        .mail_stop = "Keine Mails mit Fragen mehr",
        .mail_reminder = "Vor einigen Tagen haben wir Sie gefragt und noch nichts von Ihnen "
                         "gehört. Es bleibt bei dieser einen Erinnerung.",
        .mail_reminds = "Erinnerung",
        .asks = "{organisation} möchte wissen",
        .asks_nobody = "Fragen an Sie",
        .about = "Ihre Antworten gehen mit Ihrem Namen und Ihrem Unternehmen an {organisation} und "
                 "dienen der besseren Zusammenarbeit mit Ihnen. Sie werden an niemanden sonst "
                 "weitergegeben.",
        .about_anonymous = "Ihre Antworten werden ohne Ihren Namen, Ihr Unternehmen und die Zeit "
                           "aufbewahrt. Niemand kann erkennen, von wem sie sind. Darum lassen sie "
                           "sich nach dem Absenden nicht mehr ändern.",
        .us = "die Fragenden",
        .optional = "freiwillig",
        .no_answer = "Keine Antwort",
        .number_from_to = "Eine Zahl von %g bis %g",
        .text_limit = "Bis zu 10.000 Zeichen",
        .why = "Warum das wichtig ist:",
        .step = "Schritt %d von %d",
        .next = "Weiter",
        .back = "Zurück",
        .send = "Antworten absenden",
        .save = "Speichern und später weitermachen",
        .change = "Meine Antworten ändern",
        .errors = "Einige Antworten brauchen noch einen Blick",
        .error = "Fehler",
        .needs_answer = "Bitte beantworten Sie diese Frage.",
        .wrong_answer = "Diese Antwort passt nicht zur Frage.",
        .too_long = "Dieser Text ist zu lang.",
        .language_label = "Sprache",
        .closes = "Antworten können Sie bis",
        .answered = "Sie haben schon geantwortet. Hier können Sie Ihre Antworten ändern.",
        .thanks = "Vielen Dank",
        .thanks_more = "Ihre Antworten sind angekommen. Mit demselben Link können Sie sie ändern.",
        .thanks_anonymous = "Ihre Antworten sind angekommen.",
        .saved = "Gespeichert",
        .saved_more =
            "Was Sie bisher geantwortet haben, ist aufgehoben. Öffnen Sie denselben Link, "
            "um weiterzumachen; abgesendet ist noch nichts.",
        .go_on = "Gleich weitermachen",
        .no_page = "Dieser Link funktioniert nicht",
        .no_page_more = "Vielleicht wurde er unterwegs abgeschnitten, oder die Zeit für Antworten "
                        "ist vorbei. Bitte öffnen Sie den Link in der Mail noch einmal, oder "
                        "fragen Sie, wer ihn geschickt hat.",
        .stop_title = "Keine Mails mit Fragen mehr",
        .stop_words = "Wir schicken Ihnen dann keine Mails mit solchen Fragen mehr.",
        .stop_button = "Diese Mails abbestellen",
        .stopped = "Erledigt",
        .stopped_more = "Sie bekommen von uns keine Mails mit Fragen mehr.",
        .stop_link = "Ich möchte keine solchen Mails mehr",
        .used = "Vielen Dank",
        .used_more = "Mit diesem Link wurde schon geantwortet. Weil die Antworten anonym sind, "
                     "lassen sie sich nicht mehr zeigen oder ändern.",
        .wait = "Bitte warten Sie kurz",
        .wait_more = "Das war sehr oft in kurzer Zeit. Bitte versuchen Sie es in einer Minute noch "
                     "einmal.",
    },
};

const struct page_words *page_words_of(const char *language)
{
    for (size_t i = 0; language && i < ARRAY_LEN(all_words); i++)
        if (!strncmp(all_words[i].language, language, 2) &&
            !strchr("abcdefghijklmnopqrstuvwxyz", language[2] ? language[2] : '-'))
            return &all_words[i];
    return &all_words[0];
}
